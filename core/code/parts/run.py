def run(panel_index, contender_index):
    """One contender's path on one panel: points, losses and what else belongs to it, a dictionary."""
    panel, contender = PANELS[panel_index], CONTENDERS[contender_index]
    objective = panel["objective"]
    start = torch.tensor(contender.get("start", {}).get(panel_index, panel["start"]))  #? own_starts
    start = torch.tensor(panel["start"])  #? !own_starts
    parameter = start.clone().requires_grad_()  #? !tensors
    optimizer = contender["optimizer"]([parameter])  #? !tensors
    groups, coordinates = split(start, panel, contender)  #? tensors
    tensors = [p for group in groups for p in group]  #? tensors
    order = torch.argsort(torch.cat(coordinates))  #? tensors
    optimizer = contender["optimizer"](groups if "groups" in contender else tensors)  #? groups
    optimizer = contender["optimizer"](tensors)  #? tensors !groups
    first_momentum = [momentum_of(group) for group in optimizer.param_groups]  #? momentum
    scheduler = contender["schedule"](optimizer) if "schedule" in contender else None  #? schedules

    def position():
        return parameter  #? !tensors
        return torch.cat([p.flatten() for p in tensors])[order]  #? tensors
  #? random
    stream, calls = 0, 0  #? random paired
    stream, calls = contender_index + 1, 0  #? random !paired

    def closure():  #? closure
        nonlocal calls  #? closure noise
        GRADIENT  #? closure
        return loss  #? closure
  #? objective
    # For methods that ask for more than a gradient.  #? objective
    closure.objective = objective  #? objective
    closure.residuals = panel.get("residuals")  #? residuals
  #? value
    closure.value = lambda: objective(position().detach()).item()  #? value
  #? normals
    def drawn():  #? normals
        z = normals(len(start), stream, len(points) - 1)  #? normals
        return {parameter: z}  #? normals !tensors
        return {p: z[index].reshape(p.shape) for p, index in zip(tensors, coordinates)}  #? normals tensors
  #? normals
    closure.normals = drawn  #? normals
  #? hessian
    def hessian_diagonal():  #? hessian
        h = torch.autograd.functional.hessian(objective, position().detach()).diagonal()  #? hessian
        return {parameter: h}  #? hessian !tensors
        return {p: h[index].reshape(p.shape) for p, index in zip(tensors, coordinates)}  #? hessian tensors
  #? hessian
    closure.hessian_diagonal = hessian_diagonal  #? hessian
  #? closure
    points, losses, rates = [start.tolist()], [objective(start).item()], []
    momenta = []  #? momentum
    reports = {}  #? reports
    for _ in range(STEPS):
        rate = [group["lr"] for group in optimizer.param_groups]  #? !rateless
        rate = [group.get("lr", 0) for group in optimizer.param_groups]  #? rateless
        momentum = [momentum_of(group) for group in optimizer.param_groups]  #? momentum
        calls = 0  #? noise
        GRADIENT  #? !closure
        optimizer.step(closure)  #? closure
        optimizer.step()  #? !closure
        point = position().detach()
        loss = objective(point).item()
        if not (point.isfinite().all() and math.isfinite(loss)):
            break
        if len(points) % STEPS_PER_EPOCH:  #? schedules epochs
            pass  # schedules move on when an epoch is done  #? schedules epochs
        elif isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):  #? plateau epochs
        if isinstance(scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau):  #? plateau !epochs
            scheduler.step(losses[-1])  #? plateau
        elif scheduler:  #? plateau
            scheduler.step()  #? plateau
        elif scheduler:  #? schedules !plateau epochs
        if scheduler:  #? schedules !plateau !epochs
            scheduler.step()  #? schedules !plateau
        points.append(point.tolist())
        losses.append(loss)
        rates.append(rate)
        momenta.append(momentum)  #? momentum
        for name, value in report(optimizer).items():  #? reports
            reports.setdefault(name, []).append(value)  #? reports

    result = {"panel": panel_index, "contender": contender_index, "lr": per_group(rates)}
    if any(momentum != first_momentum for momentum in momenta):  #? momentum
        result["momentum"] = per_group(momenta)  #? momentum
    result.update(loss=losses, coordinates=panel["coordinates"], trajectory=points)
    if "average" in reports:  #? reports
        reports["average"].insert(0, points[0])  #? reports
    result.update(reports)  #? reports
    return result


def per_group(values):
    """A number a step where the parameter groups agree throughout."""
    return [v[0] for v in values] if all(len(set(v)) == 1 for v in values) else values
