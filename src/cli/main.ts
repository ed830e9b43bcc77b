#!/usr/bin/env node
process.stdout.write('porter\n');
