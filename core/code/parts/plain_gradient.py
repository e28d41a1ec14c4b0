        # Gradients are never zeroed: each one adds to those before it.  #? accumulate
        loss = loss_of(model, *batch)  #? batch
        loss = loss_of(model, *data)  #? !batch
        optimizer.zero_grad()  #? !accumulate
        loss.backward()
        for p in parameters:  #? noise
            p.grad += NOISE * torch.randn_like(p)  #? noise
        nn.utils.clip_grad_norm_(parameters, CLIP_NORM)  #? clip_norm
        nn.utils.clip_grad_value_(parameters, CLIP_VALUE)  #? clip_value
        optimizer.zero_grad(set_to_none=False)  # as a mistake has it: the step sees zeros  #? zero_between
