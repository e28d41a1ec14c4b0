#: needs update_rule
class Shampoo(UpdateRule):
    """Gupta, Koren & Singer 2018, algorithm 1; a vector has one factor, under a square root."""

    def update(self, p, g, state, *, lr, momentum, matrix_eps, weight_decay):
        g = g + weight_decay * p
        if p.dim() < 2:
            left = state.get("left", matrix_eps * torch.eye(len(g)))
            state["left"] = left + torch.outer(g, g)
            u = self.inverse_power(state["left"], 0.5) @ g
        else:
            state["left"] = state.get("left", matrix_eps * torch.eye(g.shape[0])) + g @ g.T
            state["right"] = state.get("right", matrix_eps * torch.eye(g.shape[1])) + g.T @ g
            u = self.inverse_power(state["left"], 0.25) @ g @ self.inverse_power(state["right"], 0.25)
        b = state["b"] = momentum * state.get("b", 0) + u
        p -= lr * b

    @staticmethod
    def inverse_power(a, power):
        values, vectors = torch.linalg.eigh(a)
        return vectors @ torch.diag(values**-power) @ vectors.T
