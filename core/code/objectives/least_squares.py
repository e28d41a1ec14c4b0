def least_squares(x, X, Y, batch=None):
    scale = 1
    if batch is not None:
        scale = X.shape[1] / len(batch)
        X, Y = X[:, batch], Y[:, batch]
    W = x.reshape(Y.shape[0], X.shape[0])
    return scale * ((W @ X - Y) ** 2).sum() / 2
  #? residuals
  #? residuals
def least_squares_residuals(x, X, Y):  #? residuals
    return (x.reshape(Y.shape[0], X.shape[0]) @ X - Y).flatten()  #? residuals
