#: if decoupled_weight_decay torch.optim.AdamW
