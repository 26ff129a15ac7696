"""Change one element of a tensor."""

import torch

if torch.cuda.is_available():
    torch.set_default_device("cuda")

tensor = torch.zeros(3)
alias = tensor.view(3)
tensor[1] = 5.0
changed = tensor
alias_sees_it = bool(alias[1] == 5.0)
assignment_error = "none"

print("after tensor[1] = 5:", changed, "| a view of it sees the change:", alias_sees_it)
