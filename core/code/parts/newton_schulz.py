def newton_schulz(g, coefficients, steps, divisor):
    """Pushes the singular values of a matrix towards 1: X <- aX + (bA + cA^2)X with A = XX^T."""
    a, b, c = coefficients
    tall = g.shape[0] > g.shape[1]
    x = (g.T if tall else g) / divisor
    for _ in range(steps):
        gram = x @ x.T
        x = a * x + (b * gram + c * gram @ gram) @ x
    return x.T if tall else x
