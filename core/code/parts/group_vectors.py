def group_vectors(params):
    """The tensors of a group and their gradients, each as one vector."""
    return torch.cat([p.flatten() for p in params]), torch.cat([p.grad.flatten() for p in params])


def set_group(params, x):
    for p, values in zip(params, x.split([p.numel() for p in params])):
        p.copy_(values.reshape(p.shape))
