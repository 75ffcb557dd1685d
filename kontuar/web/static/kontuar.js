"use strict";
/* Kontuar's small script: keys, dialogs, countdowns. Every page works without it. */
