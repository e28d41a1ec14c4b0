def decayed(p, g, lr, weight_decay, decouple, fixed=False):
    """Weight decay through the gradient, or decoupled: p shrinks by itself, by lr * weight_decay unless fixed."""
    if not decouple:
        return g + weight_decay * p
    p *= 1 - weight_decay * (1 if fixed else lr)
    return g
