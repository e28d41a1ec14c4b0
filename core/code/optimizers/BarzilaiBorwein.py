#: needs group_vectors update_rule
class BarzilaiBorwein(UpdateRule):
    """Barzilai & Borwein 1988, equations 5 and 6; the length is shared by the tensors of a group."""

    def update_group(self, group, options):
        x, g = group_vectors(group["params"])
        state = self.state[group["params"][0]]
        if "s" not in state:
            state["alpha"] = options["lr"]
        else:
            s, y = state["s"], g - state["g"]
            sy = s.dot(y).item()
            if sy > 0:  # else the last length is used again
                length = s.dot(s).item() / sy if options["form"] == "long" else sy / y.dot(y).item()
                state["alpha"] = length if math.isfinite(length) else state["alpha"]
        state["s"], state["g"] = -state["alpha"] * g, g
        set_group(group["params"], x + state["s"])
