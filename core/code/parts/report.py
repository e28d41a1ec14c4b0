def report(optimizer):
    """What some methods keep beside the point: an average of it, a distance estimate, counts."""
    optimizer = getattr(optimizer, "base", optimizer)
    params = [p for group in optimizer.param_groups for p in group["params"]]
    if len(optimizer.param_groups) > 1:
        return {}
    state = optimizer.state[params[0]]
    names = ("d", "func_evals", "n_iter", "alpha", "radius", "damping")
    found = {name: state[name] for name in names if isinstance(state.get(name), (int, float))}
    if "ax" in state:
        found["average"] = torch.cat([optimizer.state[p]["ax"].flatten() for p in params]).tolist()
    return found
