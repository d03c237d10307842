// Replaced when the site is published beside other versions.
window.leap0Versions = [];
