        optimizer.zero_grad()  #? !accumulate closure
        # Gradients are never zeroed: each one adds to those before it.  #? accumulate
        loss = objective(position())  #? !batch
        optimizer.zero_grad()  #? !accumulate !closure !batch
        loss.backward()  #? !batch
        step = len(points) - 1  #? random
        samples = panel.get("samples", 0)  #? batch
        if samples > 0:  #? batch replacement
        if samples > BATCH:  #? batch !replacement
            loss = objective(position(), batch=batch_of(samples, stream, step))  #? batch
        else:  #? batch
            loss = objective(position())  #? batch
        optimizer.zero_grad()  #? !accumulate !closure batch
        loss.backward()  #? batch
        loss = objective(position())  #? batch closure
        disturbance = noise(len(start), stream, step, calls)  #? noise
        calls += 1  #? noise
        parameter.grad += disturbance  #? noise !tensors
        for p, index in zip(tensors, coordinates):  #? noise tensors
            p.grad += disturbance[index].reshape(p.shape)  #? noise tensors
        torch.nn.utils.clip_grad_norm_([parameter], CLIP_NORM)  #? clip_norm !tensors
        torch.nn.utils.clip_grad_norm_(tensors, CLIP_NORM)  #? clip_norm tensors
        torch.nn.utils.clip_grad_value_([parameter], CLIP_VALUE)  #? clip_value !tensors
        torch.nn.utils.clip_grad_value_(tensors, CLIP_VALUE)  #? clip_value tensors
        optimizer.zero_grad(set_to_none=False)  # as a mistake has it: the step sees zeros  #? zero_between
