#: needs update_rule
class SOAP(UpdateRule):
    """Vyas et al. 2024, algorithm 3; the first step only learns the basis."""

    def update(
        self, p, g, state, *, lr, betas, precondition_frequency, shampoo_beta, precondition_1d, eps, weight_decay,
        normalize_gradient, correct_bias, max_precondition_dim
    ):
        t = state["t"] - 1
        matrix = g if g.dim() > 1 else g.reshape(1, -1)
        if t > 0:
            correction = math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t) if correct_bias else 1
            step = lr * correction * self.direction(matrix, state, betas, eps, normalize_gradient)
            p -= step.reshape(p.shape)
            p *= 1 - lr * weight_decay
        keep = betas[1] if shampoo_beta is None else shampoo_beta
        rows, columns = matrix.shape
        if t == 0:
            state["v"] = torch.zeros_like(matrix)
            state["left"] = torch.zeros(rows, rows) if g.dim() > 1 and rows <= max_precondition_dim else None
            wide = (g.dim() > 1 or precondition_1d) and columns <= max_precondition_dim
            state["right"] = torch.zeros(columns, columns) if wide else None
        if state["left"] is not None:
            state["left"] = keep * state["left"] + (1 - keep) * matrix @ matrix.T
        if state["right"] is not None:
            state["right"] = keep * state["right"] + (1 - keep) * matrix.T @ matrix
        for side in ("left", "right"):
            if state[side] is None:
                continue
            if t == 0:
                values, vectors = (found.flip(-1) for found in torch.linalg.eigh(state[side]))
                state[side + "_basis"] = self.completed(vectors, int((values > 1e-12 * values[0]).sum()))
            elif t % precondition_frequency == 0:  # one round of power iteration, the largest first
                basis = state[side + "_basis"]
                order = (basis.T @ state[side] @ basis).diagonal().argsort(descending=True, stable=True)
                state["v"] = state["v"][order] if side == "left" else state["v"][:, order]
                vectors, sizes = torch.linalg.qr(state[side] @ basis[:, order])
                fixed = sizes.diagonal().abs() > 1e-10 * sizes.diagonal().abs().max()
                state[side + "_basis"] = self.completed(vectors, int(fixed.cumprod(0).sum()))

    def completed(self, basis, rank):
        """Directions that no gradient has fixed: what e1, e2 ... leave at right angles to those before."""
        basis, n = basis.clone(), len(basis)
        for unit in torch.eye(n):
            if rank == n:
                break
            known = basis[:, :rank]
            for _ in range(2):
                unit = unit - known @ (known.T @ unit)
            if unit.dot(unit) >= 0.5 / n:
                basis[:, rank] = unit / unit.norm()
                rank += 1
        return basis

    def direction(self, g, state, betas, eps, normalize):
        def turn(matrix, back):
            for side in ("left", "right"):
                if state[side] is None:
                    continue
                basis = state[side + "_basis"]
                if side == "left":
                    matrix = (basis if back else basis.T) @ matrix
                else:
                    matrix = matrix @ (basis.T if back else basis)
            return matrix

        m = state["m"] = betas[0] * state.get("m", 0) + (1 - betas[0]) * g
        state["v"] = betas[1] * state["v"] + (1 - betas[1]) * turn(g, False) ** 2
        u = turn(turn(m, False) / (state["v"].sqrt() + eps), True)
        return u / (eps + u.pow(2).mean().sqrt()) if normalize else u
