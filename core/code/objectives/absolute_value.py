def absolute_value(x):
    return x[0].abs()
