/** Order books: files of rows in, through DuckDB, to files of judged rows. */
@org.jspecify.annotations.NullMarked
package dev.chokepoint.workbench.orders;
