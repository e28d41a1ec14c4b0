def momentum_of(group):
    return group["momentum"] if "momentum" in group else group["betas"][0]
