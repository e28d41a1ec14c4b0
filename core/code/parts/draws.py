def threefry(key, counter):
    """Threefry-4x64-20 (Salmon et al. 2011): four random words that belong to a key and a counter."""
    rotations = [(14, 16), (52, 57), (23, 40), (5, 37), (25, 33), (46, 12), (58, 22), (32, 32)]
    mask = 2**64 - 1
    k = [*key, 0x1BD11BDAA9FC1A22 ^ key[0] ^ key[1] ^ key[2] ^ key[3]]
    a, b, c, d = [(x + y) & mask for x, y in zip(counter, k)]
    for i in range(20):
        first, second = rotations[i % 8]
        a, c = (a + b) & mask, (c + d) & mask
        b = ((b << first | b >> (64 - first)) & mask) ^ a
        d = ((d << second | d >> (64 - second)) & mask) ^ c
        b, d = d, b
        if i % 4 == 3:
            s = i // 4 + 1
            a, b, c, d = [(v + k[(s + j) % 5]) & mask for j, v in enumerate((a, b, c, d))]
            d = (d + s) & mask
    return a, b, c, d


def random_words(stream, step, call, purpose):
    """Thalweg's random words: the same ones for the same seed, contender, step and purpose."""
    for block in itertools.count():
        yield from threefry((SEED, stream, 0, step), (block, call, purpose, 0))
