def noise(count, stream, step, call):
    """Gaussian numbers of standard deviation NOISE for one gradient."""
    words = itertools.islice(random_words(stream, step, call, 0), count)
    normal = statistics.NormalDist(0, NOISE)
    return torch.tensor([normal.inv_cdf(((word >> 12) + 0.5) / 2**52) for word in words])
