import argparse
import base64  #? packed
import functools  #? functools
import itertools  #? random !plain
import json
import math
import statistics  #? noise !plain
import statistics  #? normals !noise !plain
import sys
import zlib  #? packed

import torch
from torch import nn  #? plain
from torch.utils.data import DataLoader, TensorDataset  #? plain batch !replacement
from torch.utils.data import DataLoader, RandomSampler, TensorDataset  #? plain batch replacement

torch.set_default_dtype(torch.float64)
