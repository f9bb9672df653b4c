/** Pages and an API over HTTP, for the machine that they run on. */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.workbench.web;
