# Debian's wapiti 3.0.4 cannot leave an address out (-x) with Python 3.11: its pattern has flags at its end. Here they stand at
# the beginning; all else is wapiti's own. Usage: /usr/bin/python3 e2e/attack/wapiti.py ARGUMENTS
import re
import sys
from importlib.metadata import entry_points

from wapitiCore.net import crawler

crawler.wildcard_translate = lambda pattern: re.compile('(?ms)' + '.*'.join(map(re.escape, pattern.split('*'))) + r'\Z')
(command,) = entry_points(group='console_scripts', name='wapiti')
sys.exit(command.load()())
