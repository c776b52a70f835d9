// The shell's store module starts its worker's code when it is imported; a worker calls its global scope `self`.
Object.assign(globalThis, { self: globalThis });
