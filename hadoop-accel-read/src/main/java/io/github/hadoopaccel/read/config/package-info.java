/** Keys, their parsing and what is wrong with them; one list for code, documents and messages. */
package io.github.hadoopaccel.read.config;
