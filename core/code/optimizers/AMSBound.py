#: class AdaBound amsbound=True
