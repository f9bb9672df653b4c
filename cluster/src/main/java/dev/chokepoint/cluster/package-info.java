/** The parts of an order book on a Spark cluster; everything else is the workbench's. */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.cluster;
