def gaussian_wells(x):
    x, y = x
    wells = [  # depth, x0, y0, width
        (4.4, 1.75, -1.49, 0.95),
        (0.85, -0.38, 0.42, 0.5),
        (1.75, -1.72, -1.67, 0.6),
        (2.3, 1.68, 1.84, 0.6),
    ]
    return 0.15 * (x**2 + y**2) - sum(
        depth * torch.exp(-((x - x0) ** 2 + (y - y0) ** 2) / (2 * width**2)) for depth, x0, y0, width in wells
    )
