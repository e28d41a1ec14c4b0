def quadratic(x, kappa, angle):
    turn = math.radians(angle)
    u = math.cos(turn) * x[0] + math.sin(turn) * x[1]
    v = -math.sin(turn) * x[0] + math.cos(turn) * x[1]
    return (u**2 + kappa * v**2) / 2
