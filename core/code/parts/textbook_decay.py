def textbook_decay(form, weight_decay, lr):
    """What joins the gradient (times p), and the factors on p before and after the step."""
    return {
        "l2": (weight_decay, 1, 1),
        "l2_doubled": (2 * weight_decay, 1, 1),
        "after_step": (0, 1, 1 - lr * weight_decay),
        "unscaled": (0, 1 - weight_decay, 1),
    }[form]
