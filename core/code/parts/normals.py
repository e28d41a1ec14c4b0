def normals(count, stream, step):
    """Standard normal numbers of a step, for rules that draw."""
    words = itertools.islice(random_words(stream, step, 0, 5), count)
    normal = statistics.NormalDist()
    return torch.tensor([normal.inv_cdf(((word >> 12) + 0.5) / 2**52) for word in words])
