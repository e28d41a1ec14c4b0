def plot(runs):
    """Every panel with its paths; a curve or contours for one or two coordinates, else the losses."""
    try:
        import matplotlib.pyplot as plt
    except ImportError:
        sys.exit("matplotlib is not installed; --json OUT writes the paths instead")
    columns = max(1, min(3, len(PANELS)))
    rows = max(1, -(-len(PANELS) // columns))
    figure, axes = plt.subplots(rows, columns, figsize=(5 * columns, 4.5 * rows), squeeze=False)
    figure.suptitle(TITLE)

    def value(panel, point):  #? plain
        return panel["loss"](panel["model"](point.tolist()), *panel["data"])  #? plain
  #? plain
    def value(panel, point):  #? !plain
        return panel["objective"](point)  #? !plain
  #? !plain
    for index, (panel, ax) in enumerate(zip(PANELS, axes.flat)):
        dimension, paths = len(panel["start"]), [r for r in runs if r["panel"] == index]
        (left, right), (bottom, top) = panel["view"]
        ax.set_title(panel["title"])
        with torch.no_grad():
            if dimension == 1:
                x = torch.linspace(left, right, 401)
                ax.plot(x, [value(panel, v).item() for v in x.reshape(-1, 1)], color="0.6")
                ax.set(xlim=(left, right), xlabel=panel["coordinates"][0], ylabel="loss")
            elif dimension == 2:
                x, y = torch.linspace(left, right, 101), torch.linspace(bottom, top, 101)
                z = torch.tensor([[value(panel, torch.stack((a, b))).item() for a in x] for b in y])
                levels = sorted(set(torch.quantile(z[z.isfinite()], torch.linspace(0.02, 0.98, 20)).tolist()))
                ax.contour(x, y, z, levels=levels, colors="0.8", linewidths=0.8)
                ax.set(xlim=(left, right), ylim=(bottom, top))
                ax.set(xlabel=panel["coordinates"][0], ylabel=panel["coordinates"][1])
        for path in paths:
            label, points = CONTENDERS[path["contender"]]["label"], path["trajectory"]
            if dimension == 1:
                ax.plot([p[0] for p in points], path["loss"], ".-", label=label)
            elif dimension == 2:
                ax.plot([p[0] for p in points], [p[1] for p in points], ".-", markersize=3, label=label)
            else:
                ax.plot(path["loss"], label=label)
                ax.set(xlabel="step", ylabel="loss", yscale="symlog")
    if runs:
        axes.flat[0].legend()
    for ax in axes.flat[len(PANELS) :]:
        ax.axis("off")
    plt.tight_layout()
    plt.show()
