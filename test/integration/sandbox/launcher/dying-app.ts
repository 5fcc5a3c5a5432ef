/** A program that ends before it is ready. */
console.error('there is no way on');
process.exit(3);
