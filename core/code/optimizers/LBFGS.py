#: asks closure
