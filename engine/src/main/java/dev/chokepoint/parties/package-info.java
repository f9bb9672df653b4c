/** Listed parties: how a name is read, compared and scored, and who owns whom. */
@NullMarked
package dev.chokepoint.parties;

import org.jspecify.annotations.NullMarked;
