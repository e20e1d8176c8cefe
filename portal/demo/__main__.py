"""`python -m portal.demo` starts the demo."""

from portal.demo.run import main

main()
