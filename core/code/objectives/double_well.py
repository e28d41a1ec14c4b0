def double_well(x, tilt):
    return (x[0] ** 2 - 1) ** 2 + tilt * x[0]
