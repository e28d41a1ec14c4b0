def split(start, panel, contender):
    """The start as parameter tensors, a list a group, and the coordinates that each tensor holds."""
    coordinates = [torch.tensor(group) for group in contender.get("groups", [])]  #? groups
    named = [c for group in contender.get("groups", []) for c in group]  #? groups
    rest = [c for c in range(len(start)) if c not in named]  #? groups
    if named and rest:  #? groups
        coordinates.append(torch.tensor(rest))  #? groups
    if len(coordinates) > 1:  #? groups
        return [[start[index].requires_grad_()] for index in coordinates], coordinates  #? groups
    tensors, coordinates, first = [], [], 0
    for shape in panel.get("shapes", [(len(start),)]):
        last = first + math.prod(shape)
        tensors.append(start[first:last].clone().reshape(shape).requires_grad_())
        coordinates.append(torch.arange(first, last))
        first = last
    return [tensors], coordinates
