/** What to buy, to rent or to serve under the law: decisions on top of costs. */
@NullMarked
package dev.chokepoint.plan;

import org.jspecify.annotations.NullMarked;
