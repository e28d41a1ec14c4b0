def shubert(x):
    def waves(u):
        return sum(j * torch.cos((j + 1) * u + j) for j in range(1, 6))

    return waves(x[0]) * waves(x[1])
