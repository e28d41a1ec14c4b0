def styblinski_tang(x):
    return (x**4 - 16 * x**2 + 5 * x).sum() / 2
