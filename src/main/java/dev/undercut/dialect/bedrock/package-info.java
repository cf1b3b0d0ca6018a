/** Amazon Bedrock's Converse dialect and its binary event stream; never run against the service. */
@NullMarked
package dev.undercut.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
