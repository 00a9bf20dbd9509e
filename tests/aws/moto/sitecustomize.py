"""Makes of moto 5.2.1 an account that the stack can be deployed to and run in: see the package `dawnpost`.

Python loads a module of this name at start; the tests put this folder on
PYTHONPATH of moto_server.
"""

import dawnpost.account  # noqa: F401
import dawnpost.events  # noqa: F401
import dawnpost.mail  # noqa: F401
import dawnpost.pages  # noqa: F401
import dawnpost.rights  # noqa: F401
import dawnpost.updates  # noqa: F401
import dawnpost.watch  # noqa: F401
