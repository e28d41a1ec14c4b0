def below(words, n):
    """A random number of 0 ... n - 1."""
    return next(word for word in words if word >= 2**64 % n) % n


def batch_of(samples, stream, step):  #? !replacement
    """The samples of a step's mini-batch; every epoch goes through all of them in an order of its own."""  #? !replacement
    batches = -(-samples // BATCH)  #? !replacement
    words, order = random_words(stream, step // batches, 0, 1), list(range(samples))  #? !replacement
    for i in range(samples, 1, -1):  #? !replacement
        j = below(words, i)  #? !replacement
        order[i - 1], order[j] = order[j], order[i - 1]  #? !replacement
    return order[step % batches * BATCH :][:BATCH]  #? !replacement
def batch_of(samples, stream, step):  #? replacement
    """The samples of a step's mini-batch, drawn with replacement."""  #? replacement
    words = random_words(stream, step, 0, 2)  #? replacement
    return [below(words, samples) for _ in range(BATCH)]  #? replacement
