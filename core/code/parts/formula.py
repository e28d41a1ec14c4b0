def tensor(u):
    return torch.as_tensor(u, dtype=torch.float64)


def as_number(condition):
    return 1.0 if condition else 0.0


def sin(u):
    return torch.sin(tensor(u))


def cos(u):
    return torch.cos(tensor(u))


def tan(u):
    return torch.tan(tensor(u))


def asin(u):
    return torch.asin(tensor(u))


def acos(u):
    return torch.acos(tensor(u))


def atan(u):
    return torch.atan(tensor(u))


def atan2(u, v):
    return torch.atan2(tensor(u), tensor(v))


def sinh(u):
    return torch.sinh(tensor(u))


def cosh(u):
    return torch.cosh(tensor(u))


def tanh(u):
    return torch.tanh(tensor(u))


def exp(u):
    return torch.exp(tensor(u))


def log(u):
    return torch.log(tensor(u))


def log2(u):
    return torch.log2(tensor(u))


def log10(u):
    return torch.log10(tensor(u))


def sqrt(u):
    """With slope 0 at 0, where the root's own is infinite."""
    u = tensor(u)
    return torch.where(u == 0, u.detach(), torch.sqrt(torch.where(u == 0, torch.ones_like(u), u)))


def hypot(u, v):
    """With slope 0 at the origin."""
    u, v = torch.broadcast_tensors(tensor(u), tensor(v))
    origin = (u == 0) & (v == 0)
    return torch.where(origin, torch.zeros_like(u), torch.hypot(torch.where(origin, torch.ones_like(u), u), v))


def sign(u):
    return torch.sign(tensor(u))


def floor(u):
    return torch.floor(tensor(u))


def ceil(u):
    return torch.ceil(tensor(u))


def sigmoid(u):
    return torch.sigmoid(tensor(u))


def relu(u):
    return torch.relu(tensor(u))


def prod(values):
    return functools.reduce(lambda a, b: a * b, values, 1)


def torch_min(*values):
    """Equal values share the slope."""
    values = values[0] if len(values) == 1 else values
    return functools.reduce(torch.minimum, [tensor(v) for v in values])


def torch_max(*values):
    """Equal values share the slope."""
    values = values[0] if len(values) == 1 else values
    return functools.reduce(torch.maximum, [tensor(v) for v in values])


def floor_divide(a, b):
    """torch's own // has no derivative."""
    return torch.div(tensor(a), tensor(b), rounding_mode="floor")


torch.Tensor.__floordiv__ = floor_divide
torch.Tensor.__rfloordiv__ = lambda a, b: floor_divide(b, a)
