def parabola(x, curvature):
    return curvature * x[0] ** 2 / 2
