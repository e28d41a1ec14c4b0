import argparse
import functools  #? functools
import itertools  #? random
import json
import math
import statistics  #? noise
import sys

import torch

torch.set_default_dtype(torch.float64)
