"""What every test may rely on: no setting of whoever runs the tests reaches the program under test."""

import os

# At import, not in a fixture: fixtures of a whole run start the program too.
for _name in [name for name in os.environ if name.startswith("INTAKE_")]:
    del os.environ[_name]
