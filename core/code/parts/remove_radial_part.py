def remove_radial_part(p, g, u, delta, wd_ratio, eps):
    """Takes from u what only makes scale-free weights longer (Heo et al. 2021); returns u and the decay's share."""
    if p.dim() < 2:
        return u, 1
    for rows in (p.shape[0], 1):  # first each row by itself, then the matrix as one vector
        w, slope, step = (t.reshape(rows, -1) for t in (p, g, u))
        cosine = (w * slope).sum(1).abs() / (w.norm(dim=1) + eps) / (slope.norm(dim=1) + eps)
        if cosine.max() < delta / math.sqrt(w.shape[1]):
            unit = w / (w.norm(dim=1, keepdim=True) + eps)
            return (step - unit * (unit * step).sum(1, keepdim=True)).reshape(p.shape), wd_ratio
    return u, 1
