class Point(nn.Module):
    """A point as a model: what is trained are its coordinates."""

    def __init__(self, start, shape=None, groups=()):
        super().__init__()
        start = torch.tensor(start)
        named = [c for group in groups for c in group]
        rest = [c for c in range(len(start)) if c not in named]
        self.order = torch.tensor(named + rest).argsort()
        parts = [start[group] for group in (*groups, rest) if group]
        self.parts = nn.ParameterList(p.reshape(shape) if shape and not groups else p for p in parts)

    def forward(self):
        return torch.cat([p.flatten() for p in self.parts])[self.order]


def batches_of(data):  #? batch
    """Batch after batch, as torch draws them."""  #? batch
    rows = TensorDataset(*data)  #? batch
    while True:  #? batch
        yield from DataLoader(rows, batch_size=BATCH, shuffle=True)  #? batch !replacement
        sampler = RandomSampler(rows, replacement=True, num_samples=BATCH)  #? batch replacement
        yield from DataLoader(rows, batch_size=BATCH, sampler=sampler)  #? batch replacement
  #? batch
  #? batch
def run(panel_index, contender_index):
    """One contender's path on one panel: points and losses, a dictionary."""
    panel, contender = PANELS[panel_index], CONTENDERS[contender_index]
    start = contender.get("start", {}).get(panel_index, panel["start"])  #? own_starts
    start = panel["start"]  #? !own_starts
    torch.manual_seed(SEED)  #? random
    model, loss_of, data = panel["model"](start), panel["loss"], panel["data"]  #? !groups
    groups, loss_of, data = contender.get("groups", []), panel["loss"], panel["data"]  #? groups
    model = panel["model"](start, groups) if groups else panel["model"](start)  #? groups
    parameters = list(model.parameters())
    groups = [[p] for p in parameters] if groups else parameters  #? groups
    optimizer = contender["optimizer"](groups)  #? groups
    optimizer = contender["optimizer"](parameters)  #? !groups
    scheduler = contender["schedule"](optimizer) if "schedule" in contender else None  #? schedules
    batches = batches_of(data) if data else None  #? batch

    def position():
        with torch.no_grad():
            point = model() if isinstance(model, Point) else nn.utils.parameters_to_vector(parameters)
            return point.tolist(), loss_of(model, *data).item()

    def closure():  #? closure
        GRADIENT  #? closure
        return loss  #? closure
  #? closure
    points, losses = map(lambda first: [first], position())
    rates = []
    for _ in range(STEPS):
        rates.append([group.get("lr", 0) for group in optimizer.param_groups])
        batch = next(batches) if batches else data  #? batch
        GRADIENT  #? !closure
        optimizer.step(closure)  #? closure
        optimizer.step()  #? !closure
        point, value = position()
        if not all(map(math.isfinite, [*point, value])):
            rates.pop()
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
        points.append(point)
        losses.append(value)
    rates = [r[0] if len(set(r)) == 1 else r for r in rates]
    return {"panel": panel_index, "contender": contender_index, "lr": rates, "loss": losses,
            "coordinates": panel["coordinates"], "trajectory": points}
