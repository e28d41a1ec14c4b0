def momentum_of(group):
    """The momentum or beta1 of a parameter group; None for methods without one."""
    return group.get("momentum", group.get("betas", (None,))[0])
