/** Porting: effort against finished ports, counts against other counts, and speed. */
package dev.chokepoint.bench.port;
