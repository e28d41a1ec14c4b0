def sharp_and_flat(x, sharpness):
    x, y = x
    sharp = sharpness * ((x + 1.5) ** 2 + y**2)
    flat = ((x - 1.5) ** 2 + y**2) / 2
    return sharp * flat / (sharp + flat)
