"""How large the tests are that look for faults by quantity: bursts, kills and drawn examples.

By default they run at a size that shows every kind of fault; `FULL_TESTS=1 make test` runs them
whole.
"""

import os

FULL = bool(os.environ.get("FULL_TESTS"))
