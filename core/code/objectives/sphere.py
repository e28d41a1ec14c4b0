def sphere(x):
    return (x**2).sum()
